import uPlot from 'uplot';
import { themeColour } from './theme.js';

/** Seconds, and what was at each; `null` is not drawn. */
export type ChartData = readonly [times: number[], values: (number | null)[]];

/** A chart over the simulator's seconds. */
export interface Chart {
  /** Shows the data between these times. */
  show(data: ChartData, start: number, end: number): void;
}

const HEIGHT = 96;
const FONT = '11px system-ui, sans-serif';
/** The cursors of both charts stand at the same time. */
const CURSOR: uPlot.Cursor = { sync: { key: 'arrivals' }, drag: { x: false, y: false }, points: { size: 7 } };

/** Bars: how many messages arrived in each. */
export function arrivalsChart(place: HTMLElement): Chart {
  const paths = uPlot.paths.bars?.({ size: [0.7, 20] });
  return chart(place, { paths, points: { show: false }, fill: () => themeColour('--accent') }, 4);
}

/** Points: how long each message took. */
export function latencyChart(place: HTMLElement): Chart {
  return chart(place, { points: { show: true, size: 5, fill: () => themeColour('--accent') } }, 50);
}

function chart(place: HTMLElement, series: uPlot.Series, leastTop: number): Chart {
  const axis: uPlot.Axis = {
    stroke: () => themeColour('--faint'),
    grid: { stroke: () => themeColour('--line'), width: 1 },
    ticks: { show: false },
    font: FONT,
  };
  const plot = new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: CURSOR,
      scales: { x: { time: false }, y: { range: (_plot, _lowest, highest) => [0, Math.max(leastTop, (highest ?? 0) * 1.15)] } },
      axes: [
        { ...axis, size: 22, space: 60, values: (_plot, ticks) => ticks.map((seconds) => (seconds < 0 ? '' : `${seconds} s`)) },
        { ...axis, size: 44, space: 24 },
      ],
      series: [{}, { stroke: () => themeColour('--accent'), width: 1.5, ...series }],
    },
    [[], []],
    place,
  );
  new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: HEIGHT })).observe(place);
  return {
    show(data, start, end) {
      plot.setData([...data], false);
      plot.setScale('x', { min: start, max: end });
      // What a program, or somebody who cannot see it, can read of it.
      place.dataset.points = String(data[1].filter((value) => value !== null).length);
    },
  };
}
