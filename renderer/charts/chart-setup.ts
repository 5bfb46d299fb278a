import { Chart, LinearScale } from 'chart.js';
import zoomPlugin from 'chartjs-plugin-zoom';

/**
 * Only what this app uses is registered, so that the rest of Chart.js stays out of the bundle. What lies between
 * the axes is drawn by plugins of our own, so that there are no elements, controllers or decimation.
 */
Chart.register(LinearScale, zoomPlugin);

export { Chart };
