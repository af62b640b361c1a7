/** State that outlives its task. What may go wrong is in {@link io.blink.state.StateErrorCode}; checkpoints are written and read in {@code checkpoint}. */
package io.blink.state;
