import { parentPort, workerData } from 'node:worker_threads';
import { SERVICE_EVENT_NAMES } from '../contract/events.ts';
import { AppFailure, type AppError } from '../contract/errors.ts';
import { OffsetClock } from '../platform/clock.ts';
import { fileLogger } from '../platform/log/file-logger.ts';
import { LocalService } from './local.ts';
import { ProxyQuestions } from './proxy-questions.ts';
import { useSystemProxy } from '../platform/net/proxy.ts';
import type { FromWorker, ToWorker, WorkerData } from './protocol.ts';

/** Entry of the worker thread in which the service runs under Electron, away from the thread of the windows. */
function main(): void {
  const port = parentPort;
  if (port === null) throw new Error('worker/worker.ts runs as a worker thread only');
  const post = (message: FromWorker): void => {
    port.postMessage(message);
  };
  const proxies = new ProxyQuestions((id, address) => {
    post({ kind: 'proxyFor', id, address });
  });
  useSystemProxy(proxies.resolve);
  const clock = new OffsetClock();
  let service: LocalService;
  try {
    const options = workerData as WorkerData;
    // A file of its own: two threads must not rotate the same one.
    service = new LocalService({
      ...options,
      insideApp: true,
      followSettings: true,
      // The window outlives a service that dies, and takes no revision for newer than one it knows.
      firstRevision: Date.now(),
      clock,
      logger: fileLogger(options.dataDir, 'service'),
    });
  } catch (error) {
    post({ kind: 'failed', error: startError(error) });
    return;
  }
  for (const name of SERVICE_EVENT_NAMES)
    service.on(name, (payload) => {
      post({ kind: 'event', name, payload });
    });
  port.on('message', (message: ToWorker) => {
    void receive(message);
  });
  post({ kind: 'ready' });

  async function receive(message: ToWorker): Promise<void> {
    if (message.kind === 'start') {
      service.start();
    } else if (message.kind === 'clock') {
      clock.advance(message.seconds);
    } else if (message.kind === 'proxy') {
      proxies.answered(message.id, message.proxy);
    } else if (message.kind === 'acknowledge') {
      service.acknowledgeNotices(message.ids);
    } else if (message.kind === 'proxyIdentities') {
      service.setProxyIdentities(message.identities);
    } else if (message.kind === 'caFile') {
      await service.setCaFile(message.path);
    } else if (message.kind === 'functionFolder') {
      await service.addFunctionFolder(message.path);
    } else if (message.kind === 'credentials') {
      await service.setCredentials(message.credentials);
    } else if (message.kind === 'channelSecrets') {
      service.setChannelSecrets(message.secrets);
    } else if (message.kind === 'request') {
      const result = await service.request(message.name, message.input);
      post({ kind: 'response', id: message.id, result });
    } else {
      await service.close();
      post({ kind: 'closed' });
      port?.close();
    }
  }
}

function startError(error: unknown): AppError {
  if (error instanceof AppFailure) return error.error;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, hint: 'Please report this.' };
}

main();
