/** The kernel counts processor time for programs in hundredths of a second on every architecture (USER_HZ). */
export const ticksPerSecond = 100;
