import stylistic from '@stylistic/eslint-plugin';

/**
 * How sources look: the formatter, as `eslint --fix` mends all of it but the longest lines. It leaves line ends inside a statement
 * where they are, and so tables of rows that a formatter would tear up (docs/decisions.md#the-formatter-is-a-set-of-lint-rules).
 */
const RULES = {
  'arrow-parens': [],
  'array-bracket-spacing': [],
  'arrow-spacing': [],
  'block-spacing': [],
  'brace-style': ['1tbs', { allowSingleLine: true }],
  'comma-dangle': ['always-multiline'],
  'comma-spacing': [],
  'comma-style': [],
  'computed-property-spacing': [],
  'dot-location': ['property'],
  'eol-last': [],
  'function-call-spacing': [],
  indent: [2, { SwitchCase: 1 }],
  'key-spacing': [],
  'keyword-spacing': [],
  'linebreak-style': [],
  'max-len': [{ code: 140, ignoreRegExpLiterals: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreUrls: true }],
  'max-statements-per-line': [{ max: 1 }],
  'member-delimiter-style': [{ singleline: { delimiter: 'semi', requireLast: false } }],
  'new-parens': [],
  'no-extra-semi': [],
  'no-multi-spaces': [],
  'no-multiple-empty-lines': [{ max: 1, maxBOF: 0, maxEOF: 0 }],
  'no-tabs': [],
  'no-trailing-spaces': [],
  'no-whitespace-before-property': [],
  'object-curly-spacing': ['always'],
  'operator-linebreak': ['after', { overrides: { '?': 'before', ':': 'before', '|': 'before', '&': 'before' } }],
  'padded-blocks': ['never'],
  quotes: ['single', { avoidEscape: true, allowTemplateLiterals: 'avoidEscape' }],
  'rest-spread-spacing': [],
  semi: [],
  'semi-spacing': [],
  'semi-style': [],
  'space-before-blocks': [],
  'space-before-function-paren': [{ anonymous: 'always', named: 'never', asyncArrow: 'always' }],
  'space-in-parens': [],
  'space-infix-ops': [],
  'space-unary-ops': [],
  'spaced-comment': ['always', { markers: ['/'] }],
  'switch-colon-spacing': [],
  'template-curly-spacing': [],
  'type-annotation-spacing': [],
  'type-generic-spacing': [],
  'type-named-tuple-spacing': [],
};

export default {
  plugins: { style: stylistic },
  rules: Object.fromEntries(Object.entries(RULES).map(([name, options]) => [`style/${name}`, ['error', ...options]])),
};
