SELECT count(*) AS sales, sum(ss_quantity) AS quantity, sum(ss_net_paid) AS paid, sum(ss_net_profit) AS profit
FROM store_sales
WHERE ss_quantity BETWEEN 20 AND 60 AND ss_sales_price > 25.00
