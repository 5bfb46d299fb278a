import { Chart, LinearScale } from 'chart.js';
import zoomPlugin from 'chartjs-plugin-zoom';

/**
 * Registers only the parts of Chart.js that are used, so that the rest stays out of the bundle. Our own plugins draw
 * everything between the axes, without elements, controllers or decimation.
 */
Chart.register(LinearScale, zoomPlugin);

export { Chart };
