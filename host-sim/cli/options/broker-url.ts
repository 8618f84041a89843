import { InvalidArgumentError } from 'commander';

/** The broker's address; credentials may stand before the host. */
export function brokerUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'mqtt:' && url.protocol !== 'mqtts:') || url.hostname === '') {
    throw new InvalidArgumentError('It must be mqtt://host[:port] or mqtts://host[:port].');
  }
  return url;
}
