import { expect, it } from 'vitest';
import { eventTime } from '../../src/text/event-time.ts';
import { fc } from '../support/random.ts';

it.each([
  [{ series: { lastObservedTime: 'e' }, lastTimestamp: 'd', eventTime: 'c', firstTimestamp: 'b' }, 'e'],
  [{ lastTimestamp: 'd', eventTime: 'c', firstTimestamp: 'b' }, 'd'],
  [{ lastTimestamp: null, eventTime: 'c', metadata: { creationTimestamp: 'a' } }, 'c'],
  [{ lastTimestamp: '', firstTimestamp: 'b', metadata: { creationTimestamp: 'a' } }, 'b'],
  [{ metadata: { creationTimestamp: 'a' } }, 'a'],
  [{}, ''],
  [null, ''],
])('the newest time that an Event names: %j', (event, time) => {
  expect(eventTime(event)).toBe(time);
});

it('never throws', () => {
  fc.assert(fc.property(fc.anything(), (event) => typeof eventTime(event) === 'string'));
});
