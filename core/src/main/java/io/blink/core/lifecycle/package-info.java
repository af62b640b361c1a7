/**
 * What the wiring of every process needs: threads that do not keep it alive, the end of its parts in the reverse order of their start, and a log for what
 * libraries say past it.
 */
package io.blink.core.lifecycle;
