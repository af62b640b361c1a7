/** Kernels over strings: loops over UTF-8 bytes, positions and lengths in code points, without java.lang.String but for patterns and rare functions. */
package io.blink.runtime.expression.text;
