/** Tells zod, before any schema is made, that this page may not compile code: its CSP forbids even the try. */
import { z } from 'zod';

z.config({ jitless: true });
