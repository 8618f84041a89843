/**
 * What the properties of ECMA-419's sensor classes are for Home Assistant: unit and device class. Of what is not here, its users say it
 * themselves.
 */
const UNITS: Readonly<Record<string, readonly [unit: string, deviceClass?: string]>> = {
  temperature: ['°C', 'temperature'],
  humidity: ['%', 'humidity'],
  pressure: ['Pa', 'atmospheric_pressure'],
  illuminance: ['lx', 'illuminance'],
  CO2: ['ppm', 'carbon_dioxide'],
  CO: ['ppm', 'carbon_monoxide'],
  tvoc: ['ppb', 'volatile_organic_compounds_parts'],
  volts: ['V', 'voltage'],
  voltage: ['V', 'voltage'],
  current: ['A', 'current'],
  distance: ['cm', 'distance'],
  RSSI: ['dBm', 'signal_strength'],
};

/** Members of the announcement of the value on this way of a sample; none where its unit is not known. Of a summary, the value before. */
export function unitOf(path: readonly string[]): string {
  const names = Object.keys(UNITS);
  for (let index = path.length - 1; index >= 0; index -= 1) {
    if (names.indexOf(path[index]) < 0) continue;
    const [unit, deviceClass] = UNITS[path[index]];
    return `,"unit_of_meas":"${unit}"${deviceClass === undefined ? '' : `,"dev_cla":"${deviceClass}"`}`;
  }
  return '';
}
