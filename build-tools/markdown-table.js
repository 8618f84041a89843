/** A Markdown table with its line end. */
export function markdownTable(heads, rows) {
  const escaped = [heads, heads.map(() => '---'), ...rows].map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
  return escaped.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
