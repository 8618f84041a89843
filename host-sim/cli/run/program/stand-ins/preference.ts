type Value = string | boolean | number | ArrayBuffer;

const domains = new Map<string, Map<string, Value>>();

/** The SDK's `preference`, which forgets with the process. */
export default {
  get: (domain: string, key: string): Value | undefined => domains.get(domain)?.get(key),
  set(domain: string, key: string, value: Value): void {
    const values = domains.get(domain) ?? new Map<string, Value>();
    domains.set(domain, values.set(key, value));
  },
  delete: (domain: string, key: string): void => void domains.get(domain)?.delete(key),
  keys: (domain: string): string[] => [...(domains.get(domain)?.keys() ?? [])],
};
