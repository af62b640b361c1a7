SELECT d_year, i_category, i_class, count(*) AS sales, sum(ss_ext_sales_price) AS total, max(ss_sales_price) AS highest
FROM store_sales
JOIN date_dim ON ss_sold_date_sk = d_date_sk
JOIN item ON ss_item_sk = i_item_sk
WHERE d_year BETWEEN 1999 AND 2001
GROUP BY d_year, i_category, i_class
ORDER BY d_year, i_category, i_class
