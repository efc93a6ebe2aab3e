/** Does something for each number from 0 on, so many at a time. */
export async function inLanes(lanes: number, times: number, work: (at: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < times; at = next++) await work(at);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
