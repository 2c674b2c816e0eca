// Still runs when all others have begun.
export default async () => {
  await new Promise((resolve) => setTimeout(resolve, 200));
};
