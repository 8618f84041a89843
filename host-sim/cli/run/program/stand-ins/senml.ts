export * from '../../../../../modules/encodings/senml.js';
