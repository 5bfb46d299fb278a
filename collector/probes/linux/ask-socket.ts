/** Milliseconds for one answer. */
const LIMIT_MS = 2000;
/** The most bytes of an answer. */
const LARGEST = 1024 * 1024;

/**
 * Requests JSON over HTTP from a socket of this machine. Rejects after 2 s, and for more than 1 MiB, a status other
 * than 200, or invalid JSON. Never keeps this process from exiting.
 */
export function askSocket(socketPath: string, path: string): Promise<unknown> {
  // Loaded on demand.
  const { request } = process.getBuiltinModule('node:http');
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        socketPath,
        path,
        agent: false,
        headers: { host: 'localhost' },
        signal: AbortSignal.timeout(LIMIT_MS),
        maxHeaderSize: 16 * 1024,
      },
      (answer) => {
        if (answer.statusCode !== 200) {
          asked.destroy(new Error(`it answers with status ${String(answer.statusCode)}`));
          return;
        }
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          bytes += chunk.length;
          if (bytes > LARGEST) asked.destroy(new Error('its answer is larger than 1 MiB'));
        });
        answer.on('error', reject);
        answer.on('end', () => {
          try {
            resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
          } catch {
            reject(new Error('its answer is no JSON'));
          }
        });
      },
    );
    asked.on('socket', (socket) => socket.unref());
    asked.on('error', (error) => {
      reject(
        error.name === 'AbortError' || error.name === 'TimeoutError'
          ? new Error('it did not answer in time')
          : error,
      );
    });
    asked.end();
  });
}
