import { expect, it } from 'vitest';
import { traceEnd } from '../../src/probes/trace-end.ts';
import { patternsGiven } from '../../src/runbook/give-patterns.ts';
import { catalogue } from '../support/shipped.ts';

/** The traces as the shipped files of patterns have them. */
const patterns = patternsGiven(catalogue.runbooks);
const endOf = (...lines: readonly string[]) => traceEnd.run({ log: lines.join('\n'), patterns });

it.each([
  [
    'Python, its last exception and the line of the program that raised it',
    [
      'starting',
      'Traceback (most recent call last):',
      '  File "/usr/local/lib/python3.13/site-packages/redis/connection.py", line 385, in connect',
      '    raise ConnectionError(self._error_message(e))',
      'OSError: [Errno 111] Connection refused',
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      'Traceback (most recent call last):',
      '  File "/app/main.py", line 12, in <module>',
      '    start()',
      '  File "/app/start.py", line 7, in start',
      '    cache.ping()',
      '  File "/usr/local/lib/python3.13/site-packages/redis/client.py", line 559, in ping',
      '    return self.execute_command("PING")',
      'shop.errors.StartError: the cache is away',
      'bye',
    ],
    { error: 'shop.errors.StartError: the cache is away', place: '/app/start.py:7' },
  ],
  [
    'Java, the deepest cause',
    [
      'Exception in thread "main" java.lang.IllegalStateException: cannot start',
      '\tat org.springframework.boot.SpringApplication.run(SpringApplication.java:331)',
      '\tat example.shop.Main.main(Main.java:9)',
      'Caused by: java.lang.NumberFormatException: For input string: "many"',
      '\tat java.base/java.lang.Integer.parseInt(Integer.java:668)',
      '\tat example.shop.Settings.workers(Settings.java:41)',
      '\t... 3 more',
    ],
    { error: 'java.lang.NumberFormatException: For input string: "many"', place: 'Settings.java:41' },
  ],
  [
    'Node.js',
    [
      'file:///app/dist/server.js:14',
      "TypeError: Cannot read properties of undefined (reading 'port')",
      '    at node:internal/modules/cjs/loader:1554:14',
      '    at listen (file:///app/dist/server.js:14:22)',
      '',
      'Node.js v22.11.0',
    ],
    { error: "TypeError: Cannot read properties of undefined (reading 'port')", place: '/app/dist/server.js:14' },
  ],
  [
    'Go',
    [
      'panic: runtime error: index out of range [3] with length 3',
      '',
      'goroutine 1 [running]:',
      'example.org/shop/internal/cart.Total(...)',
      '\t/src/internal/cart/cart.go:52',
      'main.main()',
      '\t/src/main.go:12 +0x1d',
    ],
    { error: 'panic: runtime error: index out of range [3] with length 3', place: '/src/internal/cart/cart.go:52' },
  ],
  [
    '.NET, the innermost exception',
    [
      'Unhandled exception. System.TypeInitializationException: The type initializer threw an exception.',
      ' ---> System.FormatException: The input string was not in a correct format.',
      '   at System.Number.ThrowFormatException()',
      '   at Shop.Settings..cctor() in /src/Settings.cs:line 17',
      '   --- End of inner exception stack trace ---',
    ],
    { error: 'System.FormatException: The input string was not in a correct format.', place: '/src/Settings.cs:17' },
  ],
  ['no trace', ['ready', 'Error rate: 0'], { error: '', place: '' }],
])('%s', (_name, lines, told) => {
  expect(endOf(...lines)).toEqual(told);
});

it('shows no secret of an error', () => {
  const error = endOf('Traceback (most recent call last):', 'ValueError: bad url postgres://app:hunter2@db/shop')?.[
    'error'
  ];
  expect(error).not.toContain('hunter2');
});

it('knows nothing of a log that is not known', () => {
  expect(traceEnd.run({ log: null, patterns })).toBeUndefined();
});
