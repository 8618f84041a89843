import { markdown } from '../table.js';
import { dataTable } from './data-table.js';

/** `npm run data` */
console.log(markdown(dataTable()));
