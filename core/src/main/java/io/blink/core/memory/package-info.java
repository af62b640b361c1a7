/** The accounted memory of a worker: pools and the reservations that operators hold of them. Safe on any thread; nothing blocks. */
package io.blink.core.memory;
