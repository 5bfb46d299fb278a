import {
  SERVICE_REQUEST_NAMES,
  SHELL_REQUEST_NAMES,
  type ShellRequestName,
  type ParsedInput,
  type RequestOutput,
  type ShellHandlers,
} from '../../contract/requests.ts';
import { ok } from '../../contract/result.ts';
import type { Service } from '../../worker/service.ts';
import { handleRequest, type HandleContext } from './handle.ts';

/** Connects every request of the contract: to the service, or to the shell itself. */
export function registerRequests(
  context: HandleContext,
  service: Service,
  shell: ShellHandlers,
): void {
  for (const name of SERVICE_REQUEST_NAMES)
    handleRequest(context, name, (input) => service.request(name, input));
  for (const name of SHELL_REQUEST_NAMES)
    handleRequest(context, name, async (input) => ok(await answer(shell, name, input)));
}

/** Calls the handler of that name. A separate function ties the types of name, input and output together. */
function answer<K extends ShellRequestName>(
  shell: ShellHandlers,
  name: K,
  input: ParsedInput<K>,
): Promise<RequestOutput<K>> | RequestOutput<K> {
  return shell[name](input);
}
