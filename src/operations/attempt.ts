/** Does something now, and gives its result or its error later: a wrong argument is the call's own failure. */
export function attempt<Value>(make: () => Value): () => Value {
  try {
    const value = make();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
