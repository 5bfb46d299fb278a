/**
 * Imported before anything that makes a schema: the page's content security policy forbids `eval`, and
 * zod would otherwise try it once and leave a violation in the log.
 */
import { z } from 'zod';

z.config({ jitless: true });
