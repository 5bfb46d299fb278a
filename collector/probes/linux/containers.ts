import type { ContainerReading, LeaveOut } from '../probes.ts';
import { askSocket } from './ask-socket.ts';
import type { HostRoot } from './root.ts';

/** The sockets of Docker and Podman, below the root of a machine. */
const SOCKETS = ['run/docker.sock', 'run/podman/podman.sock'];
/** The most containers that are queried: each takes a request. */
const MOST_ASKED = 50;
const AT_ONCE = 5;
const WHAT = 'containers';

/**
 * The resource use of this machine's containers, from Docker's API, which Podman also offers. Nothing is requested if
 * no socket is accessible, or if there are more than 50 containers.
 */
export async function readContainers(
  root: HostRoot,
  leaveOut: LeaveOut,
): Promise<ContainerReading[] | undefined> {
  for (const path of SOCKETS) {
    if (!root.quick.exists(path)) continue;
    const socket = `${root.own ? '' : root.path}/${path}`;
    try {
      return await ask(socket, leaveOut);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      leaveOut(
        WHAT,
        code === 'EACCES'
          ? `/${path} is not accessible to this user`
          : `/${path}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  return undefined;
}

async function ask(socket: string, leaveOut: LeaveOut): Promise<ContainerReading[]> {
  const listed = containersIn(await askSocket(socket, '/containers/json'));
  if (listed.length > MOST_ASKED)
    leaveOut(WHAT, `${String(listed.length)} run; ${String(MOST_ASKED)} of them are asked`);
  const asked = listed.slice(0, MOST_ASKED);
  const found: ContainerReading[] = [];
  for (let first = 0; first < asked.length; first += AT_ONCE) {
    const answers = await Promise.allSettled(
      asked.slice(first, first + AT_ONCE).map(async ({ id, name }) => {
        const path = `/containers/${id}/stats?stream=false&one-shot=true`;
        return readingOf(id, name, await askSocket(socket, path));
      }),
    );
    for (const answer of answers)
      if (answer.status === 'fulfilled' && answer.value !== null) found.push(answer.value);
  }
  return found;
}

/** Only validated ids become part of a path. */
const ID = /^[0-9a-f]{12,64}$/u;

function containersIn(answer: unknown): { id: string; name: string }[] {
  if (!Array.isArray(answer)) throw new Error('the answer is not a list of containers');
  return (answer as unknown[]).flatMap((entry) => {
    const id = member(entry, 'Id');
    if (typeof id !== 'string' || !ID.test(id)) return [];
    const names = member(entry, 'Names');
    const first: unknown = Array.isArray(names) ? names[0] : undefined;
    const name = typeof first === 'string' ? first.replace(/^\//u, '').slice(0, 255) : '';
    return [{ id, name: name === '' ? id.slice(0, 12) : name }];
  });
}

/** Null without CPU figures: the container has ended meanwhile. */
function readingOf(id: string, name: string, answer: unknown): ContainerReading | null {
  const used = member(member(member(answer, 'cpu_stats'), 'cpu_usage'), 'total_usage');
  const memory = member(answer, 'memory_stats');
  const usage = member(memory, 'usage');
  if (!isAmount(used) || !isAmount(usage)) return null;
  // Counts like `docker stats`: reclaimable cache is not in use. First cgroup version 2, then 1.
  const stats = member(memory, 'stats');
  const cache = [member(stats, 'inactive_file'), member(stats, 'total_inactive_file')].find(
    isAmount,
  );
  const memoryBytes = cache === undefined || cache > usage ? usage : usage - cache;
  return { id, name, cpuSeconds: used / 1e9, memoryBytes };
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
