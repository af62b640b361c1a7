/** What the wiring of every process needs: threads that do not keep it alive, and the end of its parts in the reverse order of their start. */
package io.blink.core.lifecycle;
