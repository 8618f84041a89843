/** `cellnode/senml`: readings as SenML in JSON, for programs that import it. */
export { senml, SenmlEncoding, senmlWith, type Units } from './encodings/senml.js';
