/** State that outlives its task: its tables are in {@code table}, their checkpoints in {@code checkpoint}. What may go wrong is in {@link io.blink.state.StateErrorCode}. */
package io.blink.state;
