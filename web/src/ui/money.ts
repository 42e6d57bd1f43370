/** An amount in yuan as the platform wrote it, its digits in threes: 1234567.89 is 1,234,567.89. */
export function money(yuan: string): string {
  return yuan.replace(/\B(?=(\d{3})+(?!\d)(?=\.|$))/g, ',');
}
