import { describe, expect, it } from 'vitest';
import { scalingActivities } from '../../../src/probes/aws/scaling-activities.ts';

type Part = Readonly<Record<string, unknown>>;

const now = '2025-11-15T18:15:00Z';
const QUOTA =
  'Could not launch On-Demand Instances. VcpuLimitExceeded - You have requested more vCPU capacity than your current vCPU limit of 64 allows for the instance bucket that the specified instance type belongs to. Launching EC2 instance failed.';

function launch(StatusCode: string, StartTime: unknown, StatusMessage?: string): Part {
  return { Description: 'Launching a new EC2 instance.  Status Reason: …', StatusCode, StartTime, StatusMessage };
}

function look(activities: unknown, within: unknown = 3600): Part | undefined {
  return scalingActivities.run({ activities, now, within });
}

const read = (...Activities: readonly unknown[]): Part | undefined => look({ Activities });

describe('scaling-activities', () => {
  it('tells the last launch that was refused, with its code', () => {
    expect(read(launch('Failed', '2025-11-15T18:10:00+00:00', QUOTA))).toEqual({
      ...{ failed: true, at: '2025-11-15T18:10:00Z', message: QUOTA, code: 'VcpuLimitExceeded', times: 1, under: 0 },
    });
  });

  it('reads times as numbers as well', () => {
    expect(read(launch('Failed', 1763230200.5, QUOTA))).toMatchObject({ failed: true });
  });

  it('lets a launch that worked end one that was refused, in whatever order they come', () => {
    const failed = launch('Failed', '2025-11-15T18:00:00Z', QUOTA);
    const worked = launch('Successful', '2025-11-15T18:05:00Z');
    expect(read(failed, worked)).toMatchObject({ failed: false, message: '', code: '', times: 1 });
    expect(read(worked, failed)).toMatchObject({ failed: false });
    expect(read(worked, launch('Failed', '2025-11-15T18:06:00Z', QUOTA))).toMatchObject({ failed: true });
  });

  it('does not let one that is under way end it', () => {
    const all = [launch('InProgress', '2025-11-15T18:14:00Z'), launch('Failed', '2025-11-15T18:10:00Z', QUOTA)];
    expect(read(...all)).toMatchObject({ failed: true, under: 1 });
  });

  it('leaves out what is too old, and ends of machines', () => {
    expect(read(launch('Failed', '2025-11-15T17:00:00Z', QUOTA))).toMatchObject({ failed: false, times: 0 });
    const end = { Description: 'Terminating EC2 instance: i-0a', StatusCode: 'Failed', StartTime: now };
    expect(read(end)).toMatchObject({ failed: false });
    expect(read()).toMatchObject({ failed: false, under: 0 });
  });

  it.each([
    ['InsufficientInstanceCapacity - We currently do not have sufficient capacity', 'InsufficientInstanceCapacity'],
    ['There are not enough free addresses in subnet subnet-0a to satisfy it. Launching EC2 instance failed.', ''],
    ['with fleet error(s), InsufficientFreeAddressesInSubnet: There are not', 'InsufficientFreeAddressesInSubnet'],
    ['Client.UnauthorizedOperation: You are not authorized', 'UnauthorizedOperation'],
    ['InvalidAMIID.NotFound: The image id', 'InvalidAMIID.NotFound'],
    ['Error: Launching EC2 instance failed', ''],
    ['', ''],
  ])('finds the code in %s', (message, code) => {
    expect(read(launch('Failed', '2025-11-15T18:10:00Z', message))).toMatchObject({ failed: true, message, code });
  });

  it('calls a cancelled launch one that came to nothing', () => {
    expect(read(launch('Cancelled', '2025-11-15T18:10:00Z', 'no spot'))).toMatchObject({ failed: true });
  });

  it.each([
    ['no list', { Activities: 'none' }],
    ['nothing', undefined],
    ['a time that is none', { Activities: [launch('Failed', 'yesterday', QUOTA)] }],
    ['no time', { Activities: [launch('Failed', undefined, QUOTA)] }],
  ])('says nothing of %s', (_, activities) => {
    expect(look(activities)).toBeUndefined();
  });
});
