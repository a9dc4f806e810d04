# A login shell starts in the dbt project.
cd /usr/app || :
