// What one $send.http of a 1 KB object takes, in nanoseconds: in the best of some rounds, each so short that
// nothing waits for whoever takes the requests.
const data = Object.fromEntries(Array.from({ length: 32 }, (_, i) => ['key' + i, 'value of member ' + i]));
const kRounds = 60;
const kCalls = 400;

export default async () => {
  let best = Infinity;
  for (let round = 0; round < kRounds; ++round) {
    const start = performance.now();
    for (let i = 0; i < kCalls; ++i) $send.http({ method: 'POST', url: 'http://127.0.0.1:9/', data });
    best = Math.min(best, (performance.now() - start) * 1e6 / kCalls);
    // Has what is there taken out.
    console.log(round);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return best;
};
