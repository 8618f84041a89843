import { SimulatedSensor } from '../../../../sensors/simulated-sensor.js';
import { desk } from '../desk.js';

/** A driver of the SDK's, `embedded:sensor/…`: what it shows is the simulated room's. */
export default class Sensor extends SimulatedSensor {
  constructor() {
    super({ time: desk().time });
  }
}
