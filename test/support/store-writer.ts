/** Writes minutes into a store in its own process: `node store-writer.ts PATH HOSTNAME COUNT`. */
import { FleetStore } from '../../fleet/store/store.ts';
import { madeUpSample } from './fleet-generator.ts';

const [path = '', hostname = '', count = '0'] = process.argv.slice(2);
const store = FleetStore.open(path);
for (let index = 0; index < Number(count); index += 1)
  store.write(() => {
    const host = store.hosts.ensure({ sourceId: 'default', hostname });
    const sample = madeUpSample(hostname, 1_795_500_000 + index * 60);
    store.record({ host, layout: 'v2', records: [{ sample }], now: sample.minute });
  });
store.close();
