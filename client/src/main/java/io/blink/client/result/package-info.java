/** Results as text: aligned tables, CSV, JSON lines. Used by one thread. */
package io.blink.client.result;
