/** A number with the digits behind its point, a text, or nothing where there is no such figure. */
export type Cell = number | string | undefined;

export interface Column {
  readonly name: string;
  /** Digits behind the point; 0 when not given. */
  readonly digits?: number;
}

/** What a benchmark has found: for people as a table, for machines as it is. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export function markdown({ caption, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const isText = columns.map((_, index) => rows.every((row) => typeof row[index] !== 'number'));
  const head = [line(columns.map(({ name }) => name)), line(isText.map((text) => (text ? '---' : '--:')))];
  const body = rows.map((row) => line(row.map((cell, index) => written(cell, columns[index].digits ?? 0))));
  return [`${caption}`, '', ...head, ...body].join('\n');
}

function written(cell: Cell, digits: number): string {
  if (cell === undefined) return '–';
  if (typeof cell === 'string') return cell;
  return cell.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
