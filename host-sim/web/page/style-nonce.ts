/**
 * xterm.js writes the styles of its colours and measures into `style` elements, which the content security policy lets in only
 * with the nonce of this page. Gives them that, from now on.
 */
export function giveStylesTheNonce(): void {
  const nonce = document.querySelector<HTMLLinkElement>('link[nonce]')?.nonce ?? '';
  const createElement = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const made = createElement(name, options);
    if (made instanceof HTMLStyleElement) made.nonce = nonce;
    return made;
  };
}
