import { InvalidArgumentError } from 'commander';

/** The broker's address; credentials may stand before the host. */
export function brokerUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'mqtt:' && url.protocol !== 'mqtts:') || url.hostname === '') {
    throw new InvalidArgumentError('It must be mqtt://host[:port] or mqtts://host[:port].');
  }
  if (!isDecodable(url.username) || !isDecodable(url.password)) {
    throw new InvalidArgumentError('In user and password, % must stand before two hexadecimal digits, as in %25 for itself.');
  }
  return url;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
