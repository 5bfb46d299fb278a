import { describe, expect, it } from 'vitest';
import { downloadProblem } from '../../../scripts/open-app.ts';

describe('why Electron could not be fetched', () => {
  it('why Electron could not be fetched is the line that names the error, without its stack', () => {
    const output = `\nRequestError: getaddrinfo ENOTFOUND github.com\n    at ClientRequest.<anonymous> (core/index.js:970:1)\n`;
    expect(downloadProblem(output)).toBe('RequestError: getaddrinfo ENOTFOUND github.com');
  });

  it('why Electron could not be fetched is the first line without an error line, and never empty', () => {
    expect(downloadProblem('spawnSync node ETIMEDOUT')).toBe('spawnSync node ETIMEDOUT');
    expect(downloadProblem('')).toBe('no reason given');
  });
});
