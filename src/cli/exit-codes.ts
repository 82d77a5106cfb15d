/** Told below the help of every command. */
export const EXIT_CODES = `
Exit codes:
  0    nothing wrong, or an action is in progress within its time
  1    a problem was found
  2    wrong usage: a flag, a name, a file or a runbook
  3    incomplete: nothing was found, but something required went unseen
  4    the cluster cannot be reached, or nothing may be read there
  74   the output could not be written
  130  interrupted (143 by SIGTERM)
`;
