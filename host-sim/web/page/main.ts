import type { PageEvent } from '../protocol.js';
import { ArrivalsView } from './arrivals-view.js';
import { FaultMap } from './fault-map.js';
import { LiveSource } from './live-source.js';
import { ModuleControls } from './module-controls.js';
import { tell } from './notice.js';
import { Recorder } from './recorder.js';
import { Sessions } from './sessions.js';
import { SimulatorClock } from './simulator-clock.js';
import { StateView } from './state-view.js';
import { TerminalView } from './terminal-view.js';
import { startTheme } from './theme.js';
import { TraceView } from './trace-view.js';
import type { View } from './view.js';

startTheme(() => {
  terminal.repaint();
  arrivals.draw();
});
const clock = new SimulatorClock();
const recorder = new Recorder();
const terminal = new TerminalView();
const arrivals = new ArrivalsView(clock);
const views: readonly View[] = [
  clock,
  new StateView(clock),
  new ModuleControls(),
  new TraceView(),
  terminal,
  arrivals,
  new FaultMap(),
];

function show(event: PageEvent): void {
  for (const view of views) view.take(event);
}

const live = new LiveSource(
  (event) => {
    recorder.take(event);
    show(event);
  },
  (isConnected) => tell(isConnected ? '' : 'The simulator does not answer; it may have ended. The page waits for it.'),
);
new Sessions(live, recorder, clock, show);
live.start();
