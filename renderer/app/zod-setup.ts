/**
 * Imported before anything that creates a schema: the page's content security policy forbids `eval`, which zod would
 * otherwise try once, logging a violation.
 */
import { z } from 'zod';

z.config({ jitless: true });
