package io.blink.runtime.expression.decimal;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;

/**
 * + - * / % of decimals of any width. Sums, differences and products go through 128 bits where operands and result stay within them, as nearly all do, the others
 * through 256; {@link ShortDecimalArithmetic} takes what stays within longs.
 */
final class DecimalArithmetic implements Kernel {
    private final CallSite site;
    private final DataType leftType;
    private final DataType rightType;
    private final DataType type;
    private final Int256 left = new Int256();
    private final Int256 right = new Int256();

    private DecimalArithmetic(CallSite site) {
        this.site = site;
        this.leftType = site.argumentType(0);
        this.rightType = site.argumentType(1);
        this.type = site.type();
    }

    static Kernel of(CallSite site) {
        return ShortDecimalArithmetic.takes(site) ? new ShortDecimalArithmetic(site) : new DecimalArithmetic(site);
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        DecimalArgument lefts = DecimalArgument.of(arguments[0], leftType);
        DecimalArgument rights = DecimalArgument.of(arguments[1], rightType);
        DecimalResult result = new DecimalResult(type, rows);
        switch (site.function()) {
            case ADD, SUBTRACT -> add(lefts, rights, nulls, rows, result);
            case MULTIPLY -> multiply(lefts, rights, nulls, rows, result);
            case DIVIDE -> divide(lefts, rights, nulls, rows, result);
            case MODULO -> modulo(lefts, rights, nulls, rows, result);
            default -> throw new IllegalStateException("no decimal arithmetic " + site.function());
        }
        return result.column(nulls);
    }

    private void add(DecimalArgument lefts, DecimalArgument rights, boolean[] nulls, int rows, DecimalResult result) {
        int common = Math.max(leftType.scale(), rightType.scale());
        boolean subtract = site.function() == io.blink.core.function.ScalarFunction.SUBTRACT;
        boolean exact = common == type.scale();
        long leftFactor = factor(common - leftType.scale());
        long rightFactor = factor(common - rightType.scale());
        for (int i = 0; i < rows; i++) {
            if (nulls != null && nulls[i]) {
                continue;
            }
            long leftLow = lefts.low(i);
            long leftHigh = lefts.high(i);
            long rightLow = rights.low(i);
            long rightHigh = rights.high(i);
            if (exact && raisable(leftHigh, leftLow, leftFactor) && raisable(rightHigh, rightLow, rightFactor)) {
                leftHigh = leftFactor == 1 ? leftHigh : Math.multiplyHigh(leftLow, leftFactor);
                leftLow *= leftFactor;
                rightHigh = rightFactor == 1 ? rightHigh : Math.multiplyHigh(rightLow, rightFactor);
                rightLow *= rightFactor;
                if (subtract) {
                    rightHigh = ~rightHigh + (rightLow == 0 ? 1 : 0);
                    rightLow = -rightLow;
                }
                long low = leftLow + rightLow;
                long high = leftHigh + rightHigh + (Long.compareUnsigned(low, leftLow) < 0 ? 1 : 0);
                boolean within = ((leftHigh ^ high) & (rightHigh ^ high)) >= 0;
                if (within && result.put(i, high, low)) {
                    continue;
                }
            }
            lefts.load(i, left);
            rights.load(i, right);
            left.multiplyByPowerOfTen(common - leftType.scale());
            right.multiplyByPowerOfTen(common - rightType.scale());
            if (subtract) {
                right.negate();
            }
            left.add(right);
            finish(i, common, lefts, rights, result);
        }
    }

    /** 0 if it is no long. */
    private static long factor(int raise) {
        return raise <= PowersOfTen.LONG_MAX ? PowersOfTen.asLong(raise) : 0;
    }

    /** Whether the number times the factor is one of 128 bits for certain. */
    private static boolean raisable(long high, long low, long factor) {
        return factor == 1 || (factor > 0 && high == low >> 63);
    }

    private void multiply(
            DecimalArgument lefts, DecimalArgument rights, boolean[] nulls, int rows, DecimalResult result) {
        int scale = leftType.scale() + rightType.scale();
        boolean exact = scale == type.scale();
        for (int i = 0; i < rows; i++) {
            if (nulls != null && nulls[i]) {
                continue;
            }
            long leftLow = lefts.low(i);
            long rightLow = rights.low(i);
            if (exact
                    && lefts.high(i) == leftLow >> 63
                    && rights.high(i) == rightLow >> 63
                    && result.put(i, Math.multiplyHigh(leftLow, rightLow), leftLow * rightLow)) {
                continue;
            }
            lefts.load(i, left);
            rights.load(i, right);
            left.multiply(right);
            finish(i, scale, lefts, rights, result);
        }
    }

    private void divide(
            DecimalArgument lefts, DecimalArgument rights, boolean[] nulls, int rows, DecimalResult result) {
        int raise = type.scale() + rightType.scale() - leftType.scale();
        for (int i = 0; i < rows; i++) {
            if (nulls != null && nulls[i]) {
                continue;
            }
            lefts.load(i, left);
            rights.load(i, right);
            if (right.isZero()) {
                throw site.divisionByZero(lefts.decimal(i));
            }
            if (raise >= 0) {
                left.multiplyByPowerOfTen(raise);
            } else {
                right.multiplyByPowerOfTen(-raise);
            }
            left.divide(right);
            finish(i, type.scale(), lefts, rights, result);
        }
    }

    private void modulo(
            DecimalArgument lefts, DecimalArgument rights, boolean[] nulls, int rows, DecimalResult result) {
        int common = Math.max(leftType.scale(), rightType.scale());
        for (int i = 0; i < rows; i++) {
            if (nulls != null && nulls[i]) {
                continue;
            }
            lefts.load(i, left);
            rights.load(i, right);
            if (right.isZero()) {
                throw site.divisionByZero(lefts.decimal(i));
            }
            left.multiplyByPowerOfTen(common - leftType.scale());
            right.multiplyByPowerOfTen(common - rightType.scale());
            left.modulo(right);
            finish(i, common, lefts, rights, result);
        }
    }

    /** Rounds the left register from its scale to that of the result, and stores it. */
    private void finish(int row, int scale, DecimalArgument lefts, DecimalArgument rights, DecimalResult result) {
        if (scale > type.scale()) {
            left.divideByPowerOfTen(scale - type.scale());
        } else if (scale < type.scale()) {
            left.multiplyByPowerOfTen(type.scale() - scale);
        }
        if (!result.put(row, left)) {
            throw site.overflow(
                    lefts.decimal(row).toPlainString(), rights.decimal(row).toPlainString());
        }
    }
}
