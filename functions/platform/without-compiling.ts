import * as z from 'zod';

// A parser that is used once or twice is sooner run as it is than compiled. Imported before whatever makes parsers.
z.config({ jitless: true });
