import type { NorFlash } from '../../host-sim/flash/nor-flash.js';
import type { EspruinoFlashLibrary } from '../../modules/ports/espruino/flash.js';
import type { EspruinoEngine } from './engine.js';

const PAGE = 4096;

/** `require('Flash')` over pages of 4096 bytes from `first` on. With an engine, a read makes an array of that engine's. */
export function flashLibrary(flash: NorFlash, first: number, engine?: EspruinoEngine): EspruinoFlashLibrary & { getFree(): object[] } {
  const { blocks } = flash.status();
  return {
    read(byteLength, address) {
      const bytes = new Uint8Array(byteLength);
      flash.read(bytes, address - first);
      return engine?.bytes(bytes) ?? bytes;
    },
    write: (data, address) => flash.write(Uint8Array.from(data), address - first),
    erasePage: (address) => flash.eraseBlock(Math.floor((address - first) / PAGE)),
    getPage: (address) => (address < first ? undefined : { addr: address - (address % PAGE), length: PAGE }),
    getFree: () => [{ addr: first, length: blocks * PAGE }],
  };
}
