import type { Report } from '../../src/model/report.ts';
import { incident, withEveryText } from './report-fixture.ts';
import { fc } from '../support/random.ts';

/** Every UTF-16 unit on its own, so that control characters and lone surrogates are common. */
const utf16 = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0x9f }),
      fc.integer({ min: 0x2000, max: 0x206f }),
      fc.integer({ min: 0, max: 0xffff }),
    ),
  )
  .map((units) => String.fromCharCode(...units));

/** Any text that may come from outside. */
export const anyText = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), utf16);

/** Text whose width every library agrees on: letters, signs, spaces, some of them wide. */
export const measurableText = fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ019-./:=[]  "\'|`*<漢字é→')) });

/** The incident with its texts replaced. */
export function reportWith(text: fc.Arbitrary<string>): fc.Arbitrary<Report> {
  return fc.array(text, { minLength: 1, maxLength: 20 }).map((texts) => {
    let next = 0;
    return withEveryText(incident(), () => texts[next++ % texts.length] ?? '');
  });
}
