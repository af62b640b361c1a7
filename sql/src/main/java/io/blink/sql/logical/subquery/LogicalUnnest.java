package io.blink.sql.logical.subquery;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;

/**
 * Each row once for each element of its {@code collection}, an ARRAY or MAP column: all columns of the input, then those of the element, then, with
 * ordinality, its number. With {@code outer} a row without elements stays, its element NULL.
 */
public final class LogicalUnnest extends SingleRel {
    /** Guessed: what arrays in tables usually hold. */
    public static final double ELEMENTS = 4;

    private final int collection;
    private final RelDataType elements;
    private final boolean ordinality;
    private final boolean outer;

    private LogicalUnnest(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            int collection,
            RelDataType elements,
            boolean ordinality,
            boolean outer) {
        super(cluster, traits, input);
        this.collection = collection;
        this.elements = elements;
        this.ordinality = ordinality;
        this.outer = outer;
    }

    /** @param elements the columns of an element, and its number if that is wanted */
    static LogicalUnnest create(
            RelNode input, int collection, RelDataType elements, boolean ordinality, boolean outer) {
        RelOptCluster cluster = input.getCluster();
        return new LogicalUnnest(
                cluster, cluster.traitSetOf(Convention.NONE), input, collection, elements, ordinality, outer);
    }

    /** The same of another input. */
    public LogicalUnnest over(RelNode input, int collection) {
        return create(input, collection, elements, ordinality, outer);
    }

    public int collection() {
        return collection;
    }

    public boolean ordinality() {
        return ordinality;
    }

    public boolean outer() {
        return outer;
    }

    @Override
    protected RelDataType deriveRowType() {
        RelDataTypeFactory factory = getCluster().getTypeFactory();
        RelDataTypeFactory.Builder builder = factory.builder();
        builder.addAll(getInput().getRowType().getFieldList());
        for (RelDataTypeField field : elements.getFieldList()) {
            RelDataType type = outer ? factory.createTypeWithNullability(field.getType(), true) : field.getType();
            builder.add(field.getName(), type);
        }
        return builder.uniquify().build();
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalUnnest(getCluster(), traits, sole(inputs), collection, elements, ordinality, outer);
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        return query.getRowCount(getInput()) * ELEMENTS;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("collection", collection)
                .item("elements", elements.getFullTypeString())
                .item("ordinality", ordinality)
                .item("outer", outer);
    }
}
