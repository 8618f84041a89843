/** What `cellnode doctor` was asked for, checked. */
export interface DoctorOptions {
  readonly baud: number;
  readonly apn?: string;
  readonly pin?: string;
  readonly host?: string;
  readonly port?: number;
  readonly tls: boolean;
  /** PEM text of the authority that the module is to trust. */
  readonly ca?: string;
  readonly user?: string;
  /** What the password file holds. */
  readonly passwordFile?: string;
  readonly id: string;
  /** Seconds that registration may take. */
  readonly limit: number;
  readonly trace: boolean;
}

/** What single options cannot say: which go together. Gives the complaint, or nothing. */
export function conflictInDoctor({ host, port, tls, ca, user, passwordFile }: DoctorOptions): string | undefined {
  const needsHost = [port !== undefined && '--port', tls && '--tls', user !== undefined && '--user'].find(Boolean);
  if (host === undefined && needsHost) return `${needsHost} goes with --host NAME: the broker to try`;
  if (tls && ca === undefined) return '--tls needs --ca FILE: the root certificate that the broker is verified with';
  if (ca !== undefined && !tls) return '--ca goes with --tls';
  if ((user === undefined) !== (passwordFile === undefined)) return '--user and --password-file go together';
  return undefined;
}
